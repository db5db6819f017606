package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.repeats.Repeats;
import drawbridge.sandbox.world.Caller.Actor;

import io.vertx.core.MultiMap;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What tells one sandbox from the other: its words, its shapes, its manners.
public interface Product {

    /// Also the folder of its page and of its OpenAPI document among the resources.
    String name();

    String basePath();

    List<Kind> kinds();

    /// How lists are asked for and answered.
    Listing listing();

    /// The gateway's credential in a request, if there is one.
    Optional<String> credential(MultiMap headers);

    /// An access token in a request, where the product gives such.
    default Optional<String> accessToken(MultiMap headers) {
        return Optional.empty();
    }

    /// Whether access tokens can be got at all.
    default boolean givesTokens() {
        return false;
    }

    /// The value of `WWW-Authenticate` on a 401.
    String challenge();

    /// The status for a record that breaks a rule.
    int invalid();

    /// The id of the living person with that e-mail.
    Optional<String> person(Shelves shelves, String mail);

    /// Whether a deleted record stays visible as such: in lists, and as 410 in place of 404.
    boolean tombstones();

    /// Whether records carry an entity tag and writes heed `If-Match`.
    boolean tags();

    /// Whether records can be created many at a time.
    default boolean batches() {
        return false;
    }

    String mint(Kind kind, Shelf shelf);

    ObjectNode render(Kind kind, Doc doc);

    JsonNode problem(Refused refused);

    /// What the world is told of a change, if it is told at all.
    Optional<Message> message(Account account, Actor actor, Effect effect);

    /// Every record that people meet at, in the neutral words of the judge.
    ArrayNode facts(Shelves shelves);

    /// Further facts that are told whole, by their name.
    default Map<String, ArrayNode> moreFacts(Shelves shelves) {
        return Map.of();
    }

    /// The kind of which there are so many that its facts are told a page at a time, if there is
    /// one.
    default Optional<Kind> crowded() {
        return Optional.empty();
    }

    /// One record of the crowded kind in the neutral words of the judge.
    default ObjectNode fact(Doc doc, Shelves shelves) {
        return doc.fields();
    }

    /// What the page has besides its calendar: the name of a script and of a style sheet.
    String pagePart();

    /// The kind that the page shows as a calendar.
    Kind calendarKind();

    /// Whether the record is in that person's calendar on one of the days from `from` to before
    /// `until`.
    boolean inCalendar(Doc doc, String person, LocalDate from, LocalDate until);

    /// The series that a record of the calendar's kind is, if it is one.
    default Optional<Repeats> series(Doc doc) {
        return Optional.empty();
    }

    /// Further ways in for the gateway.
    default List<SideDoor> sideDoors() {
        return List.of();
    }

    /// What of the product can be taken away, by name.
    default Set<String> switches() {
        return Set.of();
    }

    /// Takes one of [#switches()] away, or gives it back.
    default void turn(String name, boolean on) {
        throw new IllegalArgumentException("there is no switch " + name);
    }
}
