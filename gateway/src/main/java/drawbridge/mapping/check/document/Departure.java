package drawbridge.mapping.check.document;

/// Where an answer is not as its document says.
///
/// @param place in the body, with `*` for any item of a list; empty for the answer itself
/// @param note whether nothing breaks by it: more is told than the document names
public record Departure(String place, String sentence, boolean note) {

    @Override
    public String toString() {
        return place.isEmpty() ? sentence : place + ": " + sentence;
    }
}
