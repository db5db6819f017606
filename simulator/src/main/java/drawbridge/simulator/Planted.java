package drawbridge.simulator;

import drawbridge.simulator.Breach.Kind;

import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// Bugs that others have had, planted one by one to see whether the simulator finds them.
enum Planted {
    ACKNOWLEDGED_BEFORE_COMMIT("202 before the commit", Bugs::acknowledgedBeforeCommit, Kind.LOST),
    DELIVERY_ID_IGNORED(
            "a delivery that comes twice is two changes", Bugs::deliveryIdIgnored, Kind.STUCK),
    NO_FENCE(
            "who lost a lease settles all the same",
            LaneBugs::noFence,
            Kind.OTHER,
            Kind.OLDER,
            Kind.DIVERGED),
    NO_ATTEMPT("no row before a call", LaneBugs::noAttempt, Kind.DOUBLED),
    BLIND_CREATE_RETRY(
            "a create in doubt is sent again without a look",
            CallBugs::blindCreateRetry,
            Kind.DOUBLED),
    DOUBT_IS_FAILURE(
            "no answer means that nothing happened", CallBugs::doubtIsFailure, Kind.DOUBLED),
    DOUBT_IS_SUCCESS("no answer means that all is well", CallBugs::doubtIsSuccess, Kind.DIVERGED),
    BASE_FROM_REQUEST(
            "what was sent becomes the base, not what was answered",
            CallBugs::baseFromRequest,
            Kind.OLDER),
    NO_PRECONDITION(
            "updates go out without their precondition", CallBugs::noPrecondition, Kind.DOUBLED),
    PRECONDITION_IS_SUCCESS(
            "a failed precondition counts as written",
            CallBugs::preconditionIsSuccess,
            Kind.DIVERGED),
    JITTER_BELOW_RETRY_AFTER(
            "jitter goes below what a system asked for", CallBugs::jitterBelow, Kind.OTHER),
    BREAKER_COUNTS_429(
            "429 counts as a failure, and its time is forgotten",
            CallBugs::breakerCounts429,
            Kind.OTHER),
    INCREMENTS("a figure is counted up, not put", CallBugs::increments, Kind.DIVERGED),
    PAYLOAD_IS_STATE(
            "the payload that comes last is the state",
            Bugs::payloadIsState,
            Kind.DIVERGED,
            Kind.OLDER),
    ECHO_BY_TIME(
            "what changes soon after our write is our echo",
            Bugs::echoByTime,
            Kind.LOST,
            Kind.OLDER,
            Kind.DIVERGED),
    ECHO_BY_USER(
            "what our user changed last is our echo",
            SyncBugs::echoByUser,
            Kind.LOST,
            Kind.OLDER,
            Kind.DIVERGED),
    ABSENT_IS_DELETED(
            "what a list does not show is deleted",
            Bugs::absentIsDeleted,
            Kind.LOST,
            Kind.DIVERGED,
            Kind.OTHER),
    TORN_GROUP("a group is written in part", CallBugs::tornGroup, Kind.DIVERGED),
    DONE_TOO_MUCH("what came meanwhile is settled unseen", LaneBugs::doneTooMuch, Kind.STUCK),
    LEASES_FORGOTTEN(
            "what an unanswered append leased is forgotten", LaneBugs::leasesForgotten, Kind.STUCK),
    WAIT_FORGOTTEN("a retry is forgotten", LaneBugs::waitForgotten, Kind.LOST, Kind.DIVERGED),
    PARENT_FORGOTTEN("who waits for a parent is forgotten", LaneBugs::parentForgotten, Kind.LOST),
    TOMBSTONE_FORGOTTEN(
            "a buried link counts as none", Bugs::tombstoneForgotten, Kind.LOST, Kind.STUCK),
    MASS_DELETE_UNGUARDED(
            "any number of deletes is carried out unasked", Bugs::massDeleteUnguarded, Kind.OTHER),
    OUTAGE_IS_DEAD("an outage makes dead letters", CallBugs::outageIsDead, Kind.LOST),
    CREDENTIAL_IS_DEAD(
            "a refused credential makes dead letters", CallBugs::credentialIsDead, Kind.LOST),
    OTHER_TENANT(
            "a call goes out with another customer's credential", CallBugs::otherTenant, Kind.LOST),
    PATIENCE_UNTOLD(
            "what a system asked for is told no other process", Bugs::patienceUntold, Kind.OTHER),
    CONFLICT_FOR_ACME(
            "of two edits Acme's wins, and nobody is asked", SyncBugs::conflictForAcme, Kind.OLDER),
    NEWEST_UNPROVEN(
            "the record that changed last has the newest of each group",
            SyncBugs::newestUnproven,
            Kind.OLDER),
    UNION_OF_ONE_SIDE(
            "a set that both sides changed is Acme's",
            SyncBugs::unionOfOneSide,
            Kind.LOST,
            Kind.DIVERGED),
    WORD_FOR_EVER(
            "what a person kept wins over what was edited since",
            SyncBugs::wordForEver,
            Kind.OLDER),
    PROOF_FORGOTTEN(
            "one that is not found once is deleted",
            SyncBugs::proofForgotten,
            Kind.OTHER,
            Kind.LOST),
    BASES_FORGOTTEN("what differs was changed on both sides", SyncBugs::basesForgotten, Kind.OTHER),
    TRAIL_FORGOTTEN(
            "two systems that correct each other are let", SyncBugs::trailForgotten, Kind.LOOPED),
    DELETE_OVER_EDIT("a delete goes over an edit unasked", SyncBugs::deleteOverEdit, Kind.LOST),
    BACK_ALONE("a record that comes back gets no partner", SyncBugs::backAlone, Kind.LOST),
    COPY_ALONE("a copy gets no partner", SyncBugs::copyAlone, Kind.LOST);

    private final String sentence;

    @SuppressWarnings("ImmutableEnumChecker") // references to static methods
    private final Function<SimWorld, Sabotage> variant;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<Kind> kinds;

    /// @param kinds of breach that it is about
    Planted(String sentence, Function<SimWorld, Sabotage> variant, Kind... kinds) {
        this.sentence = sentence;
        this.variant = variant;
        this.kinds = Set.of(kinds);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The bug in plain words.
    String sentence() {
        return sentence;
    }

    /// Whether a breach of that kind is what the bug is about, and not something else that it sets
    /// off.
    boolean shows(Kind kind) {
        return kinds.contains(kind);
    }

    Sabotage in(SimWorld world) {
        return variant.apply(world);
    }
}
