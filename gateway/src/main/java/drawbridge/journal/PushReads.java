package drawbridge.journal;

import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Once;
import drawbridge.mapping.RecordRef;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What somebody who pushes may ask of the journal. Nothing is changed by it.
public interface PushReads {

    /// What is held of a record that flows want.
    ///
    /// @param wants the flows, and where the record stands in them; a record that none wants is not
    ///   held
    /// @param once a key under which the same may have been stored already
    Future<Known> held(TenantId tenant, RecordRef record, List<Wanted> wants, Optional<Once> once);

    /// What became of a change; empty where the tenant has none of this id.
    Future<Optional<Story>> story(TenantId tenant, UUID change);

    /// @param keyed whether this very request was stored under its key
    record Known(boolean keyed, Optional<Held> newest) {}

    /// The newest that its system told of a record, whichever way.
    ///
    /// @param body the whole record; empty bytes where it is gone
    record Held(UUID change, boolean tombstone, Bytes body, Instant at) {}

    /// @param source by which way it came in
    /// @param record absent where it could not be read
    record Story(String source, Optional<RecordRef> record, Instant acceptedAt, List<Part> parts) {

        public Story {
            parts = List.copyOf(parts);
        }
    }

    /// What became of a change for one flow.
    ///
    /// @param flow absent when none wanted it
    /// @param otherId of the record at the other side, once there is one
    record Part(
            Optional<String> flow, State state, Optional<String> otherId, Optional<Parked> parked) {

        public sealed interface State {

            default boolean isPending() {
                return this instanceof Pending;
            }
        }

        /// @param since from when its lane has had open work
        /// @param due when it is tried next
        public record Pending(
                Status status, String why, Optional<Instant> since, Optional<Instant> due)
                implements State {}

        /// @param newer for superseded: the change that took its place
        public record Ended(
                String outcome, String reason, String sentence, Optional<UUID> newer, Instant at)
                implements State {}

        /// An item that waits for a person because of it.
        public record Parked(UUID item, Optional<String> field) {}

        /// Where a pending pair stands, with the sentence for one that says no more.
        public enum Status {
            WRITING("writing", "It is being worked on."),
            IN_DOUBT(
                    "in-doubt",
                    "The answer to a call was lost; it is looked up before anything else."),
            SUSPENDED("suspended", "The connection's credential was refused."),
            WAITING("waiting", "It waits for a record that it belongs to."),
            DIRTY("dirty", "It is next in line.");

            private final String word;
            private final String sentence;

            Status(String word, String sentence) {
                this.word = word;
                this.sentence = sentence;
            }

            public String word() {
                return word;
            }

            public String sentence() {
                return sentence;
            }
        }
    }
}
