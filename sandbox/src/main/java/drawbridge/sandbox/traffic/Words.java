package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.repeats.Repeats;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/// How one product spells what people do to an appointment. Every method gives the fields of a
/// request.
interface Words {

    /// The path of appointments, by which one is also reached.
    String path();

    /// Where changes since an earlier look are listed, from the beginning if `since` is empty.
    String changes(String since);

    /// The records of such a list.
    JsonNode items(JsonNode list);

    /// The path that gives the next page; empty on the last.
    String more(JsonNode list, String since);

    /// The time of the last change in a record, in the words of `changes`.
    String changedAt(JsonNode record);

    String title(JsonNode record);

    Slot slot(JsonNode record);

    ObjectNode create(String owner, String contact, String title, Slot slot, String place);

    ObjectNode retitle(String title);

    ObjectNode move(Slot slot);

    /// The series that a record is, if it is one.
    Optional<Repeats> series(JsonNode record);

    /// Adds to a create or a move that it takes place each week, so often.
    ObjectNode weekly(ObjectNode fields, Slot slot, int times);

    /// One occurrence does not take place.
    ///
    /// @param key the start that it has by the rule
    ObjectNode cancelOne(JsonNode series, LocalDateTime key);

    /// One occurrence takes place at another time, for as long.
    ObjectNode moveOne(JsonNode series, LocalDateTime key, LocalDateTime to);

    /// The series ends before an occurrence; what is said of later ones goes.
    ObjectNode endBefore(JsonNode series, LocalDateTime key);

    ObjectNode place(String place);

    ObjectNode state(String state);

    /// What its states are called.
    List<String> states();
}
