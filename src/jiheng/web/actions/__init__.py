"""One function a deed: transaction, check of the stage, change, log entry."""
