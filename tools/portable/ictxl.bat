@echo off
setlocal
if not exist "%~dp0python\python.exe" goto :lost
"%~dp0python\python.exe" -m ictxl %*
set code=%errorlevel%
if not "%~1"=="" exit /b %code%
rem Started by a double click: let the help be read before the window closes.
pause
exit /b %code%

:lost
echo [ictxl] The folder "python" is not beside this file. Unpack the whole zip first.
pause
exit /b 2
