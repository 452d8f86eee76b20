@echo off
if not exist "%~dp0python\python.exe" goto :lost
set "PATH=%~dp0;%PATH%"
rem Beside this folder, not in it: who deletes it shall not delete a year's work.
pushd "%~dp0.."
call ictxl.bat --help
cmd /k
exit /b 0

:lost
echo [ictxl] The folder "python" is not beside this file. Unpack the whole zip first.
pause
exit /b 2
