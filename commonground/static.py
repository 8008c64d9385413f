"""How compiled style sheets and scripts are stored: under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names also inside JavaScript modules, which GOV.UK Frontend's scripts import from each other."""

    support_js_module_import_aggregation = True
