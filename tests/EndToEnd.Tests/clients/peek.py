"""Looks into another process by one of the ways that Linux has. Ends with 0 where it could, and says what it saw."""
import ctypes
import os
import signal
import sys

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long
PTRACE_ATTACH, PTRACE_DETACH, PTRACE_SEIZE = 16, 17, 0x4206
PIDFD_OPEN, PIDFD_GETFD = 434, 438


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def require(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def address(pid):
    """Where something readable is; who may not see the map guesses, and is refused for another reason than that it is wrong."""
    try:
        with open(f"/proc/{pid}/maps") as maps:
            return next(int(line.split("-")[0], 16) for line in maps if " r--p " in line or " rw-p " in line)
    except OSError:
        return 0x400000


def memory(pid):
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as file:
        file.seek(address(pid))
        return file.read(16)


def vm_readv(pid):
    buffer = ctypes.create_string_buffer(16)
    local = Vector(ctypes.cast(buffer, ctypes.c_void_p), 16)
    remote = Vector(address(pid), 16)
    require(libc.process_vm_readv(pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0))
    return buffer.raw


def vm_writev(pid):
    buffer = ctypes.create_string_buffer(1)
    local = Vector(ctypes.cast(buffer, ctypes.c_void_p), 1)
    remote = Vector(address(pid), 1)
    return require(libc.process_vm_writev(pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0))


def attach(pid):
    require(libc.ptrace(PTRACE_ATTACH, pid, None, None))
    os.waitpid(pid, 0x40000000)
    return require(libc.ptrace(PTRACE_DETACH, pid, None, None))


def seize(pid):
    return require(libc.ptrace(PTRACE_SEIZE, pid, None, None))


def getfd(pid):
    return require(libc.syscall(PIDFD_GETFD, require(libc.syscall(PIDFD_OPEN, pid, 0)), 1, 0))


def terminate(pid):
    descriptor = require(libc.syscall(PIDFD_OPEN, pid, 0))
    return require(libc.syscall(424, descriptor, signal.SIGTERM, None, 0))


try:
    print(globals()[sys.argv[1]](int(sys.argv[2])))
except OSError as error:
    sys.exit(str(error))
