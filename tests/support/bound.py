"""What the operating system says about the sockets on which a process listens."""

import psutil


def bound_addresses(pid: int) -> set[tuple[str, int]]:
    """Address and port of every TCP socket that the process or a child of it listens on.

    A socket that takes IPv4 and IPv6 on every address is `("::", port)`.
    """
    process = psutil.Process(pid)
    return {
        (connection.laddr.ip, connection.laddr.port)
        for one in (process, *process.children(recursive=True))
        for connection in one.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }
