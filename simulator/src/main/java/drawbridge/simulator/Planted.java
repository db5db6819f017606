package drawbridge.simulator;

import java.util.Locale;
import java.util.function.Function;

/// Bugs that others have had, planted one by one to see whether the simulator finds them.
enum Planted {
    ACKNOWLEDGED_BEFORE_COMMIT("202 before the commit", Bugs::acknowledgedBeforeCommit),
    DELIVERY_ID_IGNORED("a delivery that comes twice is two changes", Bugs::deliveryIdIgnored),
    NO_FENCE("who lost a lease settles all the same", LaneBugs::noFence),
    NO_ATTEMPT("no row before a call", LaneBugs::noAttempt),
    BLIND_CREATE_RETRY(
            "a create in doubt is sent again without a look", CallBugs::blindCreateRetry),
    DOUBT_IS_FAILURE("no answer means that nothing happened", CallBugs::doubtIsFailure),
    DOUBT_IS_SUCCESS("no answer means that all is well", CallBugs::doubtIsSuccess),
    BASE_FROM_REQUEST(
            "what was sent becomes the base, not what was answered", CallBugs::baseFromRequest),
    NO_PRECONDITION("updates go out without their precondition", CallBugs::noPrecondition),
    PRECONDITION_IS_SUCCESS(
            "a failed precondition counts as written", CallBugs::preconditionIsSuccess),
    JITTER_BELOW_RETRY_AFTER("jitter goes below what a system asked for", CallBugs::jitterBelow),
    BREAKER_COUNTS_429(
            "429 counts as a failure, and its time is forgotten", CallBugs::breakerCounts429),
    INCREMENTS("a figure is counted up, not put", CallBugs::increments),
    ABSENT_IS_DELETED("what a list does not show is deleted", Bugs::absentIsDeleted),
    CURSOR_IS_NOW("a list counts as read up to now", Bugs::cursorIsNow),
    PAYLOAD_IS_STATE("the payload that comes last is the state", Bugs::payloadIsState),
    ECHO_BY_TIME("what changes soon after our write is our echo", Bugs::echoByTime),
    TORN_GROUP("a group is written in part", CallBugs::tornGroup),
    DONE_TOO_MUCH("what came meanwhile is settled unseen", LaneBugs::doneTooMuch),
    LEASES_FORGOTTEN("what an unanswered append leased is forgotten", LaneBugs::leasesForgotten),
    WAIT_FORGOTTEN("a retry is forgotten", LaneBugs::waitForgotten),
    PARENT_FORGOTTEN("who waits for a parent is forgotten", LaneBugs::parentForgotten),
    TOMBSTONE_FORGOTTEN("a buried link counts as none", Bugs::tombstoneForgotten),
    MASS_DELETE_UNGUARDED(
            "any number of deletes is carried out unasked", Bugs::massDeleteUnguarded),
    OUTAGE_IS_DEAD("an outage makes dead letters", CallBugs::outageIsDead),
    CREDENTIAL_IS_DEAD("a refused credential makes dead letters", CallBugs::credentialIsDead),
    OTHER_TENANT("a call goes out with another customer's credential", CallBugs::otherTenant);

    private final String sentence;

    @SuppressWarnings("ImmutableEnumChecker") // references to static methods
    private final Function<SimWorld, Sabotage> variant;

    Planted(String sentence, Function<SimWorld, Sabotage> variant) {
        this.sentence = sentence;
        this.variant = variant;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The bug in plain words.
    String sentence() {
        return sentence;
    }

    Sabotage in(SimWorld world) {
        return variant.apply(world);
    }
}
