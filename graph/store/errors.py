"""What can go wrong when quads are kept or asked for, each as one sentence for a person."""

from __future__ import annotations

from graph.model import PlanError


class StoreError(PlanError):
    """The store could not do what was asked; the message says what and why."""


class QuerySyntaxError(StoreError):
    """A query or update that is not SPARQL; `line` and `column` count from 1, None where the engine does not say."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column

    def without(self, characters: int) -> QuerySyntaxError:
        """The same of the text without so many characters before it, which whoever asked had not written."""
        if self.line != 1 or self.column is None or self.column <= characters:
            return self
        column = self.column - characters
        message = str(self).replace(f"line 1, column {self.column}", f"line 1, column {column}")
        return QuerySyntaxError(message, 1, column)


class DataSyntaxError(StoreError):
    """RDF that cannot be read in the format it is said to be; nothing of it was kept."""


class QueryFailed(StoreError):
    """A well-formed query or update that the engine could not carry out; an update changed nothing."""


class QueryTooDeep(QueryFailed):
    """The query is nested more deeply, or is a longer chain, than the engine can take."""


class ServerFailed(QueryFailed):
    """The SPARQL server that holds the store failed, or what it sent is no whole answer."""


class QueryTimeout(StoreError):
    """The engine did not answer within its time limit."""


class QueryTooLarge(StoreError):
    """A query, its answer or a write needs more memory or room than it may take; a write changed nothing."""


class UpdateTooLong(QueryTooLarge):
    """The engine reads no text of this length; graphs can be replaced whole."""


class QueryCancelled(StoreError):
    """Whoever asked does not want the answer any more."""


class Busy(StoreError):
    """As much runs and waits as may; the same request may be answered a little later."""


class OutcomeUnknown(StoreError):
    """A write was ended while it was being kept: all of it is there or nothing, and the store must be asked which."""


class FormatNotOffered(StoreError):
    """The answer has a form for which the caller accepts no format that there is."""


class UnknownGraph(StoreError):
    """There is no named graph of that name."""


class ReadOnly(StoreError):
    """A write to a store that is open for reading only, or by someone who may not write."""


class StoreUnavailable(StoreError):
    """The store cannot be opened or reached."""


class DiskError(StoreUnavailable):
    """The disk did not do what the store needs; a write changed nothing."""

    is_the_engines = False
    """Whether the engine met it, which then takes no write until it is opened again."""


class DiskFull(DiskError):
    """There is no room for a write, which changed nothing; what is kept can be read as before."""


class StoreDamaged(StoreUnavailable):
    """Files of the store are not as they were written; the message names one and the way back."""


class Locked(StoreUnavailable):
    """The folder is open in another instance."""
