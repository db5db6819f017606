package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/// A line of a record's timeline.
///
/// @param side where it happened: whose change, which system was called; absent if at neither
/// @param word a word or two: `applied`, `webhook`, `update`, `keep-acme`
/// @param sentence what happened, in plain words
/// @param detail more, such as the value that lost; absent if there is none
/// @param by the person who did it; absent if the gateway did
/// @param id of the change, attempt or parked item
/// @param trouble whether it is one of the lines that a person looks for when something is wrong
public record TimelineEntry(
        Instant at,
        EntryKind kind,
        String flow,
        @Nullable Side side,
        String word,
        String sentence,
        @Nullable String detail,
        @Nullable String by,
        @Nullable String id,
        boolean trouble) {

    public TimelineEntry {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(word, "word");
        Objects.requireNonNull(sentence, "sentence");
    }
}
