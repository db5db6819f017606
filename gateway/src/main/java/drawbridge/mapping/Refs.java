package drawbridge.mapping;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The links of the records that a record points to, looked up before its lenses run.
///
/// @param links the link of each referenced record that has one; a record that is missing here has
///   none
public record Refs(Map<RecordRef, Pair> links) {

    public static final Refs NONE = new Refs(Map.of());

    public Refs {
        links = Map.copyOf(links);
    }

    /// The two ids of a linked pair.
    public record Pair(UUID link, String acmeId, String appId) {

        public String id(Side side) {
            return side == Side.ACME ? acmeId : appId;
        }
    }

    public Optional<Pair> of(RecordRef record) {
        return Optional.ofNullable(links.get(record));
    }

    public Optional<Pair> byLink(UUID link) {
        return links.values().stream().filter(pair -> pair.link().equals(link)).findFirst();
    }
}
