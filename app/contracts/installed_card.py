"""What other slices show on the page of an installed product: requests, work done. They register it when imported."""

from collections.abc import Callable

from app.contracts.models import InstalledProduct
from app.core.actor import Viewer
from app.parties.card import CardSection

InstalledSource = Callable[[InstalledProduct, Viewer], CardSection]

installed_sources: list[InstalledSource] = []


def installed_section(source: InstalledSource) -> InstalledSource:
    """Register a list of what was done on an installed product, newest first."""
    if source not in installed_sources:
        installed_sources.append(source)
    return source


def sections_about(installed: InstalledProduct, viewer: Viewer) -> list[CardSection]:
    """All lists of an installed product that hold something, in the order of registration."""
    return [section for source in installed_sources if (section := source(installed, viewer)).entries]
