#!/bin/sh
# The twin of ictxl.bat. It needs Python @VERSION@ on the machine, and nothing of its packages (-S).
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 2
for python in python@VERSION@ python3; do
  if "$python" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@VERSION@")' 2>/dev/null; then
    PYTHONPATH="$here/python/Lib/site-packages" exec "$python" -S -s -P -m ictxl "$@"
  fi
done
echo "Python @VERSION@ が見つかりません。" >&2
exit 2
