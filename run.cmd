@echo off
rem "run demo", "run test": see bootstrap.py
where py >nul 2>nul
if errorlevel 1 (python "%~dp0bootstrap.py" %*) else (py -3 "%~dp0bootstrap.py" %*)
exit /b %errorlevel%
