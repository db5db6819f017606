package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Once;
import drawbridge.intake.IntakeMeters.Refused;
import drawbridge.intake.Pushers.Pusher;
import drawbridge.journal.PushReads;
import drawbridge.journal.PushReads.Held;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import io.vertx.core.Future;

import java.util.List;
import java.util.Optional;

/// Takes one pushed change: judges its precondition, then stores it.
///
/// Between the two something newer may be stored. That does no harm: what crosses is the record's
/// newest state, whichever change brought it; a precondition saves the sender from telling old
/// things, and not the other side from hearing them.
final class PushTaking {

    private final Appending appending;
    private final PushReads reads;

    PushTaking(Appending appending, PushReads reads) {
        this.appending = appending;
        this.reads = reads;
    }

    /// @param once the sender's key; a change that was stored under it is not judged again
    /// @return fails with [Refusal] alone
    Future<Receipt> take(
            Pusher pusher, Incoming change, Optional<IfMatch> ifMatch, Optional<Once> once) {
        Delivery delivery = Delivery.push(pusher.id(), Optional.of(change), once);
        return ifMatch.map(condition -> judge(pusher, change, condition, once))
                .orElseGet(Future::succeededFuture)
                .compose(_ -> appending.append(delivery))
                .map(List::getFirst);
    }

    /// Takes a key alone, for what follows under parts of it.
    Future<Void> takeKey(Pusher pusher, Optional<Once> once) {
        return once.isEmpty()
                ? Future.succeededFuture()
                : appending.append(Delivery.push(pusher.id(), Optional.empty(), once)).mapEmpty();
    }

    private Future<Void> judge(
            Pusher pusher, Incoming change, IfMatch condition, Optional<Once> once) {
        RecordRef record = change.record().orElseThrow();
        return reads.held(pusher.id(), record, change.wants(), once)
                .recover(
                        _ ->
                                Future.failedFuture(
                                        Refusal.later(
                                                Refused.JOURNAL, "The journal did not answer.")))
                .map(
                        known -> {
                            known.newest()
                                    .filter(_ -> !known.keyed())
                                    .filter(held -> isNewer(held, change, condition))
                                    .ifPresent(
                                            held -> {
                                                throw newer(record, condition, held);
                                            });
                            return null;
                        });
    }

    private static boolean isNewer(Held held, Incoming change, IfMatch condition) {
        return held.tombstone() ? !change.tombstone() : condition.isOlderThan(state(held));
    }

    private static Value.Obj state(Held held) {
        try {
            return JsonText.parse(held.body().toArray()) instanceof Value.Obj state
                    ? state
                    : Value.Obj.EMPTY;
        } catch (JsonText.Malformed unreadable) {
            return Value.Obj.EMPTY;
        }
    }

    private static Refusal newer(RecordRef record, IfMatch condition, Held held) {
        return Refusal.newer(
                record,
                condition.named(),
                held.tombstone() ? Optional.empty() : IfMatch.stated(condition.spec(), state(held)),
                held);
    }
}
