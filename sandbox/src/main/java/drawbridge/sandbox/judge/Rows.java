package drawbridge.sandbox.judge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The gateway's rows, read once. They attribute; they prove nothing.
record Rows(
        List<Pair> pairs,
        List<Outcome> strays,
        List<Link> links,
        List<Attempt> attempts,
        List<Parked> parked,
        List<Act> acts,
        List<Tally> duplicates) {

    Rows {
        pairs = List.copyOf(pairs);
        strays = List.copyOf(strays);
        links = List.copyOf(links);
        attempts = List.copyOf(attempts);
        parked = List.copyOf(parked);
        acts = List.copyOf(acts);
        duplicates = List.copyOf(duplicates);
    }

    /// One (change, flow) and its newest outcome.
    ///
    /// @param resource `system.resource`; empty if the bytes could not be read
    /// @param body as it was received
    /// @param outcome empty: pending
    record Pair(
            String tenant,
            UUID change,
            String flow,
            Side side,
            Optional<UUID> lane,
            long sequence,
            String source,
            String resource,
            String recordId,
            boolean tombstone,
            String body,
            Instant acceptedAt,
            Optional<Outcome> outcome) {

        /// For sentences.
        String named() {
            var what = resource.isEmpty() ? "an unreadable delivery" : resource + " " + recordId;
            return "change " + change + " (" + what + ", " + tenant + ")";
        }
    }

    record Outcome(
            String tenant,
            UUID change,
            String flow,
            String kind,
            String reason,
            Optional<UUID> newer,
            Instant settledAt) {}

    /// @param life `unlinked`, `linked` or `tombstone`
    record Link(
            String tenant,
            String flow,
            UUID id,
            String life,
            Optional<String> acmeId,
            Optional<String> appId) {

        Optional<String> end(Side side) {
            return side == Side.ACME ? acmeId : appId;
        }
    }

    record Attempt(
            String tenant,
            UUID id,
            UUID lane,
            long epoch,
            Side target,
            String operation,
            String recordId,
            Instant startedAt,
            Optional<Instant> endedAt) {}

    /// @param group empty: the whole record
    /// @param partOf the item that asks for this one, too
    record Parked(
            String tenant,
            UUID id,
            String flow,
            Optional<UUID> lane,
            String kind,
            String reason,
            String sentence,
            Set<UUID> changes,
            Optional<Group> group,
            String field,
            Optional<String> acmeId,
            Optional<String> appId,
            String state,
            Instant parkedAt,
            Optional<Instant> closedAt,
            Optional<UUID> partOf) {

        Optional<String> end(Side side) {
            return side == Side.ACME ? acmeId : appId;
        }

        /// It holds bytes that nobody could read.
        boolean isUnreadable() {
            return kind.equals("dead") && isAboutNoRecord();
        }

        /// It asks about its parts, and about no record of its own.
        boolean isQuestion() {
            return kind.equals("conflict") && isAboutNoRecord();
        }

        private boolean isAboutNoRecord() {
            return lane.isEmpty() && acmeId.isEmpty() && appId.isEmpty();
        }

        /// It waited at that moment or later.
        boolean waitedAfter(Instant moment) {
            return closedAt.isEmpty() || !closedAt.get().isBefore(moment);
        }

        boolean open() {
            return state.equals("open");
        }
    }

    /// What a person asked for.
    record Act(String tenant, UUID parked, String verb, Instant at) {}

    /// Deliveries that the gateway counted as no new change.
    record Tally(String tenant, String direction, long count) {}
}
