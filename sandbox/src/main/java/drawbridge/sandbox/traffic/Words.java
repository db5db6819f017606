package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

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

    ObjectNode place(String place);

    ObjectNode state(String state);

    /// What its states are called.
    List<String> states();
}
