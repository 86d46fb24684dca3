"""One hash over many rows, as RFC 6962 builds it; pure. Memory grows with the logarithm of the number of rows."""

import hashlib

LEAF, NODE = b"\x00", b"\x01"


class Tree:
    """Takes rows in order, one at a time, and says the root over those it has seen."""

    def __init__(self) -> None:
        self.count = 0
        self._whole: list[tuple[int, bytes]] = []  # roots of full subtrees, the largest first, with their sizes

    def add(self, content: bytes) -> None:
        """Take the next row."""
        size, root = 1, hashlib.sha256(LEAF + content).digest()
        while self._whole and self._whole[-1][0] == size:
            root = _joined(self._whole.pop()[1], root)
            size *= 2
        self._whole.append((size, root))
        self.count += 1

    def root(self) -> bytes:
        """The root over all rows so far."""
        if not self._whole:
            return hashlib.sha256().digest()
        *larger, (_, root) = self._whole
        for _, left in reversed(larger):
            root = _joined(left, root)
        return root


def leaf(xid: int, row_hash: bytes) -> bytes:
    """What a row is in the tree: the number of its transaction in eight bytes, and its hash."""
    return xid.to_bytes(8, "big", signed=True) + row_hash


def _joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()
