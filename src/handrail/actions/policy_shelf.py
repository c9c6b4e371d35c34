"""Policy shelf: the loaded policy versions, and what was learnt from each one's examples."""

import asyncio

from handrail.actions.ports import KindHead, PolicyReader, SignalReader, Store
from handrail.domain.policy import Policy


class PolicyShelf:
    """Gives policies by version. Each is read once per process, and learnt when first needed."""

    def __init__(self, store: Store, read: PolicyReader, signals: SignalReader) -> None:
        self._store = store
        self._signals = signals
        self._policies: dict[str, Policy] = {}
        self._heads: dict[str, KindHead] = {}
        self._learning = asyncio.Lock()
        self.read = read

    async def active(self) -> Policy:
        """The policy that decides now. Raises NotReady when none is active."""
        return await self.version(await self._store.active_policy())

    async def version(self, version: str) -> Policy:
        """One loaded version. Raises LookupError when it is unknown."""
        if version not in self._policies:
            text = await self._store.policy_text(version)
            self._policies[version] = await asyncio.to_thread(self.read, text, version)
        return self._policies[version]

    async def head(self, policy: Policy) -> KindHead:
        """The policy's kinds of moment, learnt from their examples: seconds at first, then at once."""
        if policy.version not in self._heads:
            async with self._learning:
                if policy.version not in self._heads:
                    examples = {name: kind.examples for name, kind in policy.kinds.items()}
                    self._heads[policy.version] = await asyncio.to_thread(
                        self._signals.fit, examples
                    )
        return self._heads[policy.version]
