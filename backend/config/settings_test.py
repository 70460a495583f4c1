"""The same market for tests: quick hashes, plain static files, one throw-away folder."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="cho-so-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or "sqlite://:memory:"

from backend.config.settings import *  # noqa: F403
from backend.config.settings import DATABASES, ON_SQLITE, STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FAIL_ON_NETWORK_IN_TRANSACTION = True
DATABASES["default"]["OPTIONS"].pop("pool", None)  # a test may start any number of threads
if not ON_SQLITE:  # a busy machine takes more than 5 s to create or drop a database
    DATABASES["default"]["OPTIONS"]["options"] = "-c lock_timeout=3000"
suffix = os.environ.get("TEST_DB_SUFFIX")
if suffix and not ON_SQLITE:  # so that two runs at once do not share a database
    DATABASES["default"]["TEST"] = {"NAME": f"test_cho_so_{suffix}"}
STATIC_ROOT.mkdir(exist_ok=True)
