"""One clause: topic, speaker, cue, who is told, with whom, and where the action starts."""

from taskboard.domain.drafting.address.address_reader import AddressReader
from taskboard.domain.drafting.address.values import Address, Going, Voice

__all__ = ["Address", "AddressReader", "Going", "Voice"]
