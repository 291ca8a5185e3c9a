"""The egress guard: the one door through which anything this program fetches leaves."""

from crawler.egress.guard import EgressGuard
from crawler.egress.policy import EgressPolicy, Refusal, exceptions_for

__all__ = ["EgressGuard", "EgressPolicy", "Refusal", "exceptions_for"]
