"""Every setting of the product, read top to bottom.

What differs between places comes from the environment:

COMMONGROUND_KEYS           the folder with session.key, field.key and record.key; required
COMMONGROUND_ROLE           app (web, the default), clock (worker, sweep) or owner (migrations, commands)
DATABASE_URL                the database as `app`; DATABASE_OWNER_URL and DATABASE_CLOCK_URL likewise
COMMONGROUND_URL            the address people type; https makes every cookie and header strict
COMMONGROUND_PROXIES        how many reverse proxies stand in front (0)
COMMONGROUND_DATA           the folder of the embedded database, when that is what runs
COMMONGROUND_DEMONSTRATION  1: fictional people, sign in by picking one; embedded database only
COMMONGROUND_TESTING        1: fast password hashes, static files without collecting; embedded database only
COMMONGROUND_CLOCK_FILE     moves the clock in the two above (see now.py)
COMMONGROUND_IDLE           seconds after which a quiet session ends (1200); read in testing only
COMMONGROUND_OIDC_…         an organisation's sign-in beside passwords (see provider.py)
COMMONGROUND_CHECK_LINKS    1: the worker asks other sites: if the library's addresses answer, if our sentences stand
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_FROM   the mail relay
"""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from commonground import keys, provider
from commonground.database import is_embedded


def _wanted(name: str, why: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        message = f"{name} is not set: {why}"
        raise ImproperlyConfigured(message)
    return value


def _switch(name: str) -> bool:
    return os.environ.get(name, "0") == "1"


BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"
DEBUG = False

# The database: one server, three roles. Which of them this process is decides what it may see.

ROLE = os.environ.get("COMMONGROUND_ROLE", "app")
_urls = {"owner": "DATABASE_OWNER_URL", "app": "DATABASE_URL", "clock": "DATABASE_CLOCK_URL"}
if ROLE not in _urls:
    _message = f"COMMONGROUND_ROLE is {ROLE!r}: it must be owner, app or clock."
    raise ImproperlyConfigured(_message)
DATABASE_URL = _wanted(_urls[ROLE], f"it names the database as the role {ROLE} sees it.")
EMBEDDED = is_embedded(DATABASE_URL)
DEMONSTRATION = _switch("COMMONGROUND_DEMONSTRATION")
TESTING = _switch("COMMONGROUND_TESTING")
if (DEMONSTRATION or TESTING) and not EMBEDDED:
    _message = "COMMONGROUND_DEMONSTRATION and COMMONGROUND_TESTING need the embedded database, not a real one."
    raise ImproperlyConfigured(_message)

# A page must answer or give up; a job may take longer; a migration takes what it takes.
_timeouts = {
    "owner": "-c lock_timeout=30s",
    "app": "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
    "clock": "-c statement_timeout=120s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
}
THREADS = 4  # of one web process; each holds at most one connection
_server: dict[str, Any] = dict(conninfo_to_dict(DATABASE_URL))
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "USER": _server.pop("user", ROLE),
        "PASSWORD": _server.pop("password", ""),
        "HOST": _server.pop("host", ""),
        "PORT": str(_server.pop("port", "")),
        "NAME": _server.pop("dbname", "commonground"),
        "CONN_HEALTH_CHECKS": True,  # a connection lost while the database restarted is replaced, not used
        "OPTIONS": {
            **_server,
            # What questions.py asks is prepared, and planned once for a connection: nothing else is either.
            "options": f"{_timeouts[ROLE]} -c plan_cache_mode=force_generic_plan -c random_page_cost=1.1",
            "prepare_threshold": 0,
        },
    }
}
if ROLE == "app":
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": THREADS, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits are counted here, so that they hold across processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # beyond it entries are dropped: with 300, so are limits under attack
    }
}

# Secrets: files, no defaults. Each holds the newest key first and older ones after it: see `bin/manage rotate_key`.

KEYS_FOLDER = Path(_wanted("COMMONGROUND_KEYS", "it names the folder with session.key, field.key and record.key."))
SECRET_KEY, SECRET_KEY_FALLBACKS = keys.read_sessions(KEYS_FOLDER)
FIELD_KEYS = keys.read_bytes(KEYS_FOLDER, "field")
RECORD_KEYS = keys.read_bytes(KEYS_FOLDER, "record")

# The address, and what follows from it

BASE_URL = os.environ.get("COMMONGROUND_URL", "http://localhost:8000").rstrip("/")
_address = urlsplit(BASE_URL)
HTTPS = _address.scheme == "https"
ALLOWED_HOSTS = [_address.hostname or ""]
if TESTING:
    ALLOWED_HOSTS += ["testserver", "localhost"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "commonground.web.views.errors.stale_form"
ROOT_URLCONF = "commonground.urls"
WSGI_APPLICATION = "commonground.wsgi.application"
PROXIES = int(os.environ.get("COMMONGROUND_PROXIES", "0"))
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What it is made of

INSTALLED_APPS = [
    "commonground.web",
    "commonground.insight",
    "commonground.differences",
    "commonground.assurance",
    "commonground.briefings",
    "commonground.library",
    "commonground.notices",
    "commonground.editions",
    "commonground.directory",
    "commonground.record",
    "commonground.govuk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "csp",
]
if find_spec("django_linear_migrations"):  # a tool of developers: keeps each app's migrations in one line
    INSTALLED_APPS.append("django_linear_migrations")

MIDDLEWARE = [
    "commonground.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "commonground.headers.ClosedHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonground.directory.middleware.SignedIn",  # default deny, second factor, idle time
    "commonground.directory.middleware.OneTransaction",  # view and rendering, all or nothing
    "commonground.web.views.errors.NotThatWay",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["commonground.govuk.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commonground.web.context.navigation",
            ],
        },
    }
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False  # plain English is the product's one language

# Signing in

AUTH_USER_MODEL = "directory.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["commonground.passwords.LeanArgon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
_validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_validation}.CommonPasswordValidator"},
    {"NAME": f"{_validation}.UserAttributeSimilarityValidator"},
    {"NAME": "commonground.passwords.ContextValidator"},
]

SMALLEST_TOLD = int(os.environ.get("COMMONGROUND_SMALLEST_TOLD", "6"))
"""The smallest number, but nought, that figures tell: one less and all below is kept back (insight/suppressing.py)."""
if SMALLEST_TOLD < 6:  # noqa: PLR2004 the rule of R15: one to five are never told
    _message = f"COMMONGROUND_SMALLEST_TOLD is {SMALLEST_TOLD}: it must be 6 or more, since 1 to 5 are never told."
    raise ImproperlyConfigured(_message)

WORK_PROVIDER = provider.read(os.environ, unsafe=TESTING)
SOCIALACCOUNT_ADAPTER = "commonground.directory.work_sign_in.WorkErrors"
ACCOUNT_ADAPTER = "commonground.directory.signing_in.Accounts"
MFA_ADAPTER = "commonground.directory.signing_in.Factors"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is sent to the address: using it verifies it
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60  # seconds: how fresh a sign-in must be for what matters most
ACCOUNT_RATE_LIMITS = {
    "login": "300/h/ip",  # a whole agency may come from one address
    "login_failed": "30/h/ip,10/h/key",
    "reset_password": "20/h/ip,3/h/key",
    "prepare": "60/h/ip",  # ours: a page printed without an account
    "ask_in": "20/h/ip,3/d/key",  # ours: a group that asks to be let in
    "paper": "300/h/ip",  # ours: a page of the library on paper
    "useful": "60/h/ip",  # ours: whether a page of the library was useful
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _address.scheme
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_TOLERANCE = 1  # half minutes that a telephone's clock may be out
MFA_FORMS = {
    "authenticate": "commonground.directory.codes.SignInCodeForm",
    "reauthenticate": "commonground.directory.codes.AgainCodeForm",
}
MFA_TOTP_ISSUER = "Common Ground"
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_TRACK_ACTIVITY = False  # listing one's sessions needs their start; no write on every page

# Sessions: kept on the server; the middleware ends them after 20 idle minutes, and after eight hours anyway

SESSION_IDLE = int(os.environ.get("COMMONGROUND_IDLE", "1200")) if TESTING else 20 * 60  # seconds
SESSION_WARNING = min(3 * 60, SESSION_IDLE // 2)  # seconds before its end; time enough to read it and press one button
SESSION_COOKIE_AGE = 8 * 60 * 60  # seconds
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers (headers.py adds those that Django has no setting for)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],  # a page asks how long its session lasts, and can stay signed in
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "require-trusted-types-for": ["'script'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" browsers send "Origin: null", and no form gets through
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS

# Style sheets, scripts and fonts: all our own, compiled at set-up, with names that change with their content

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # no file that is sent is kept
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "commonground.static.HashedStorage"
    },
}

# Files that are sent (a list of people) are read in memory; larger ones are not read, and never lie on a disk

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes

# The one door to other sites (library/links): closed unless whoever runs the product opens it

CHECK_LINKS = _switch("COMMONGROUND_CHECK_LINKS") and not DEMONSTRATION

# Mail

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _switch("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", f"Common Ground <noreply@{_address.hostname}>")
NOTICES_DELIVER = bool(EMAIL_HOST)
if not NOTICES_DELIVER and not DEMONSTRATION and not TESTING and ROLE == "clock":
    _message = "EMAIL_HOST is not set: the worker cannot send notices. Only the demonstration runs without."
    raise ImproperlyConfigured(_message)

LOGGING_CONFIG = "commonground.logs.configure"
LOGGING = {"level": os.environ.get("COMMONGROUND_LOG_LEVEL", "INFO")}
