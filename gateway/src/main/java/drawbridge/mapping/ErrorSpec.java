package drawbridge.mapping;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where an error body names what is wrong, and which answers mean what.
///
/// @param message where the sentence is, if it has one place
/// @param shape how fields are named
/// @param fields where the fields are
/// @param names what the members of a list of fields are called
/// @param existing where a refused create (409) names the record that holds its reference
/// @param code where a short code of the error is
/// @param limits the codes of a 403 that only asks to wait
/// @param rights the codes of a 403 that is about one record, and not about the connection
/// @param failed what says in an answer of 2xx that nothing was done
/// @param meanings what answers mean that mean something else than usual
public record ErrorSpec(
        Optional<Said> message,
        Shape shape,
        Optional<Pointer> fields,
        Names names,
        Optional<Pointer> existing,
        Optional<Said> code,
        Set<String> limits,
        Set<String> rights,
        Optional<Marker> failed,
        List<Means> meanings) {

    /// Nothing is known of its errors.
    public static final ErrorSpec NONE =
            new ErrorSpec(Optional.empty(), Shape.NONE, Optional.empty(), Optional.empty());

    public ErrorSpec {
        limits = Set.copyOf(limits);
        rights = Set.copyOf(rights);
        meanings = List.copyOf(meanings);
    }

    /// Errors that mean what they usually do.
    public ErrorSpec(
            Optional<Pointer> message,
            Shape shape,
            Optional<Pointer> fields,
            Optional<Pointer> existing,
            Optional<Pointer> code,
            Set<String> limits,
            Set<String> rights) {
        this(
                message.map(Said.At::new),
                shape,
                fields,
                Names.USUAL,
                existing,
                code.map(Said.At::new),
                limits,
                rights,
                Optional.empty(),
                List.of());
    }

    /// Errors without codes.
    public ErrorSpec(
            Optional<Pointer> message,
            Shape shape,
            Optional<Pointer> fields,
            Optional<Pointer> existing) {
        this(message, shape, fields, existing, Optional.empty(), Set.of(), Set.of());
    }

    /// Where a text of an error stands.
    public sealed interface Said {

        record At(Pointer pointer) implements Said {}

        record Header(String name) implements Said {}
    }

    public enum Shape {
        /// Nothing names a field.
        NONE,
        /// A list of objects with `name` and `reason`.
        LIST_OF_NAME_AND_REASON,
        /// A list of names, or a single one; the sentence is that of the error.
        LIST_OF_NAMES,
        /// An object whose members are fields, each with a list of sentences.
        OBJECT_OF_LISTS
    }

    /// What the members of a list of fields are called.
    public record Names(String name, String reason) {

        public static final Names USUAL = new Names("name", "reason");
    }

    /// @param status of the answer; empty where the code alone decides
    /// @param code of the error; empty where the status alone decides
    public record Means(Optional<Integer> status, Optional<String> code, Meaning meaning) {}

    public enum Meaning {
        /// This record is wrong: a person mends it.
        REFUSED,
        /// This connection may not touch this one record.
        RIGHT,
        /// All is well, but it is too much at once: wait.
        LIMIT,
        /// The system does not work just now, and has done nothing.
        UNAVAILABLE,
        /// The connection is not let in any more.
        CREDENTIAL,
        /// There is no such record, which proves nothing.
        ABSENT,
        /// The record was deleted.
        GONE,
        /// A record with this reference is there already.
        EXISTS
    }

    /// What an answer means that the descriptor speaks of: first who names status and code, then
    /// the code, then the status.
    public Optional<Meaning> meaning(int status, Optional<String> said) {
        return said.flatMap(_ -> find(Optional.of(status), said))
                .or(() -> said.flatMap(_ -> find(Optional.empty(), said)))
                .or(() -> find(Optional.of(status), Optional.empty()));
    }

    private Optional<Meaning> find(Optional<Integer> status, Optional<String> said) {
        return meanings.stream()
                .filter(one -> one.status().equals(status) && one.code().equals(said))
                .map(Means::meaning)
                .findFirst();
    }
}
