/* python.exe for the test bench: hands its command line to python3XX.dll, as the original does.
   Built with: x86_64-w64-mingw32-gcc -municode -DPYTHON_DLL=L"python311.dll" -o python.exe python.c */
#include <windows.h>
#include <stdio.h>

typedef int (*py_main)(int, wchar_t **);

int wmain(int argc, wchar_t **argv)
{
    HMODULE python = LoadLibraryW(PYTHON_DLL);
    py_main run = python ? (py_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!run) {
        fprintf(stderr, "python.exe of the test bench: Py_Main not found (%lu)\n", GetLastError());
        return 101;
    }
    return run(argc, argv);
}
