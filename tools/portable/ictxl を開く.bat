@echo off
if not exist "%~dp0python\python.exe" goto :lost
"%~dp0python\python.exe" "%~dp0python\drop.py" desk %*
exit /b %errorlevel%

:lost
echo [ictxl] The folder "python" is not beside this file. Unpack the whole zip first.
pause
exit /b 2
