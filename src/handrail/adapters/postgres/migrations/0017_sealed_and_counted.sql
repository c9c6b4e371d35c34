-- Sealed conversations, which only some of the staff may read; turns that count, found by an index
-- depends: 0016_wrap_up_list

-- migrate: apply
CREATE INDEX solved_restricted ON solved_conversations (conversation_id) WHERE restricted;

-- Nothing is sealed for a reader who is null.
CREATE FUNCTION sealed_from(reader uuid, reader_skills text[])
RETURNS TABLE (conversation_id uuid) LANGUAGE sql STABLE AS '
    SELECT s.conversation_id
    FROM solved_conversations AS s
    JOIN conversations AS c ON c.id = s.conversation_id AND c.state = ''closed''
    WHERE reader IS NOT NULL AND s.restricted AND NOT s.skills && reader_skills
        AND NOT EXISTS (
            SELECT FROM handoffs
            WHERE handoffs.conversation_id = s.conversation_id AND accepted_by = reader
        )
';

CREATE INDEX decisions_counted ON decisions (kind, at) INCLUDE (confidence)
    WHERE first_of_kind
        AND (rule_kind IN ('policy', 'matrix', 'certificate') OR rule = 'nobody-to-review');

-- migrate: rollback
DROP INDEX decisions_counted;
DROP FUNCTION sealed_from;
DROP INDEX solved_restricted;
