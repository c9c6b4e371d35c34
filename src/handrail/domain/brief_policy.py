"""Brief policy: the parts of a briefing that come from the policy and the articles."""

from handrail.domain.brief_line import Known, Line, LineSource, Section, SourceType, shortened
from handrail.domain.policy import Kind


def pain_points(known: Known, kind: Kind) -> list[Line]:
    """What is likely to hurt in this kind of moment."""
    source = _kind(known, kind)
    return [Line(Section.PAIN_POINTS, point, source) for point in kind.pain_points]


def guidance(known: Known, kind: Kind) -> list[Line]:
    """What the policy tells staff, with the clause, and how the articles for this kind begin."""
    lines: list[Line] = []
    if kind.guidance:
        clause = LineSource(SourceType.POLICY, kind.clause or kind.name, kind.clause or kind.name)
        lines.append(Line(Section.GUIDANCE, kind.guidance, clause))
    for article in known.articles[:3]:
        source = LineSource(SourceType.ARTICLE, article.slug, article.title)
        first = article.text.strip().split("\n\n")[0].replace("\n", " ")
        lines.append(Line(Section.GUIDANCE, shortened(first), source))
    return lines


def first_step(known: Known, kind: Kind) -> list[Line]:
    """The step that the policy suggests first."""
    if not kind.first_step:
        return []
    return [Line(Section.FIRST_STEP, kind.first_step, _kind(known, kind))]


def _kind(known: Known, kind: Kind) -> LineSource:
    label = known.words("source.policy", title=known.title(kind.title))
    return LineSource(SourceType.POLICY, kind.name, label)
