"""Let several people do something at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


def at_once(*steps: Callable[[], object]) -> list[object]:
    """Do these steps in threads that start together; return what each gave or raised."""
    barrier, given = threading.Barrier(len(steps)), [None] * len(steps)

    def do(place: int) -> None:
        barrier.wait()
        try:
            given[place] = steps[place]()
        except Exception as error:
            given[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[place]) for place in range(len(steps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given
