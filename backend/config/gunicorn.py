"""How gunicorn serves the market: embedded, one process with eight threads and the queue."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

wsgi_app = "backend.config.wsgi:application"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_PROCESSES", "1"))
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 5
control_socket_disable = (
    True  # on by default since 25.1: one path a user, so two markets would clash
)
forwarded_allow_ips = os.environ.get("PROXY_IPS", "127.0.0.1")
accesslog = None
errorlog = "-"
loglevel = "warning"


def post_worker_init(worker: "Worker") -> None:
    """One process needs no worker beside it; more processes run `manage.py worker`."""
    if workers == 1:
        from backend.core.queue import Worker as Queue  # noqa: PLC0415  only now is Django set up

        worker.queue = Queue()
        worker.queue.start()


def worker_exit(server: "Arbiter", worker: "Worker") -> None:
    """The job in hand is finished before the process ends."""
    if queue := getattr(worker, "queue", None):
        queue.stop()
