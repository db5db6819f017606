package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.stream.Stream;

/// The records of one account, as a side door gets at them: by the rules of their kinds.
public final class Records {

    private final Desk desk;
    private final Reach reach;

    Records(Desk desk, Reach reach) {
        this.desk = desk;
        this.reach = reach;
    }

    /// Those that are there, deleted ones left out.
    public Stream<Doc> all(Kind kind) {
        return reach.shelves().of(kind).all().filter(doc -> !doc.deleted());
    }

    public Optional<Doc> living(Kind kind, String id) {
        return reach.shelves().of(kind).living(id);
    }

    public Answer create(Kind kind, ObjectNode fields) {
        return desk.create(kind, reach, fields);
    }

    public Answer change(Kind kind, String id, ObjectNode fields) {
        return desk.change(kind, reach, id, fields, null);
    }

    public Answer delete(Kind kind, String id) {
        return desk.delete(kind, reach, id, null);
    }
}
