"""What stops a bundle, in words a person can act on."""


class BundleError(Exception):
    """The message says what is wrong, the remedy what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
