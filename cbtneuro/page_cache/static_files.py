"""Style sheets and scripts by names that change with what they hold."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also those that a script imports: after an upgrade no browser puts a new module together with an old one."""

    support_js_module_import_aggregation = True
