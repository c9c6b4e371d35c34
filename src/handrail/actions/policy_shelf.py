"""Policy shelf: the loaded policy versions, each with its kinds learnt."""

import asyncio
from dataclasses import dataclass

from handrail.actions.ports import KindHead, PolicyReader, SignalReader, Store
from handrail.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class ShelvedPolicy:
    """A policy and the head that reads its kinds of moment."""

    policy: Policy
    head: KindHead


class PolicyShelf:
    """Gives policies by version; each is read and learnt once per process."""

    def __init__(self, store: Store, read: PolicyReader, signals: SignalReader) -> None:
        self._store = store
        self._read = read
        self._signals = signals
        self._shelved: dict[str, ShelvedPolicy] = {}
        self._learning = asyncio.Lock()

    async def active(self) -> ShelvedPolicy:
        """The policy that decides now. Raises LookupError when none is active."""
        return await self.version(await self._store.active_policy())

    async def version(self, version: str) -> ShelvedPolicy:
        """One loaded version. Raises LookupError when it is unknown."""
        if version not in self._shelved:
            async with self._learning:
                if version not in self._shelved:
                    text = await self._store.policy_text(version)
                    self._shelved[version] = await asyncio.to_thread(self.learn, text, version)
        return self._shelved[version]

    def learn(self, text: str, source: str) -> ShelvedPolicy:
        """Read a policy file and learn its kinds; raises PolicyError with file, key and reason."""
        policy = self._read(text, source)
        examples = {name: kind.examples for name, kind in policy.kinds.items()}
        return ShelvedPolicy(policy, self._signals.fit(examples))
