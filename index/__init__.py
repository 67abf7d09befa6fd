"""Indexing: articles in, a Whoosh index on disk out."""

from index.counts import Counts, Progress
from index.reindex import reindex
from index.rollback import rollback
from index.status import Status, status
from index.takedown import remove

__all__ = ["Counts", "Progress", "Status", "reindex", "remove", "rollback", "status"]
