package drawbridge.crossing.engine;

import drawbridge.crossing.engine.CrossingFailure.BadRecord;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.Journal.Fenced;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Settling.Attempt;
import drawbridge.crossing.engine.Settling.ClosedParked;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.Count;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Carries a bucket's number over: the figure of the other side is put to how many records belong
/// to the bucket now. The number is absolute, so that a put that may have arrived is simply sent
/// again, and one put stands for all changes that came in before it.
///
/// | situation | what is done |
/// | --- | --- |
/// | an earlier put is in flight | wait for its deadline |
/// | nothing moved | rest |
/// | the owner has no partner | wait for it |
/// | the figure is taken | every change is applied |
/// | it was not taken, or nobody knows | again later |
/// | it is refused | a dead letter for the figure, until it is taken |
final class Counting {

    private static final Logger LOG = LoggerFactory.getLogger(Counting.class);

    private final Journal journal;
    private final Remote remote;
    private final Tenure tenure;
    private final Patience patience;
    private final Retry retry;
    private final Waits waits;
    private final Clock clock;
    private final Dice dice;
    private final Pace pace;

    Counting(
            Journal journal,
            Remote remote,
            Tenure tenure,
            Patience patience,
            Retry retry,
            Waits waits,
            Clock clock,
            Dice dice,
            Pace pace) {
        this.journal = journal;
        this.remote = remote;
        this.tenure = tenure;
        this.patience = patience;
        this.retry = retry;
        this.waits = waits;
        this.clock = clock;
        this.dice = dice;
        this.pace = pace;
    }

    /// Fails only when the lease was lost.
    Future<Settlement> carry(Opened opened, Count count) {
        return begin(opened, count)
                .recover(
                        failure -> {
                            if (failure instanceof Fenced) {
                                return Future.failedFuture(failure);
                            }
                            if (!(failure instanceof CrossingFailure)) {
                                LOG.atError()
                                        .addKeyValue("tenant", opened.lease().tenant().toString())
                                        .addKeyValue("flow", count.name().toString())
                                        .addKeyValue("lane", opened.lease().lane().toString())
                                        .setCause(failure)
                                        .log("A figure was not put");
                            }
                            return Future.succeededFuture(
                                    after(opened, count, Optional.empty(), failure));
                        });
    }

    private Future<Settlement> begin(Opened opened, Count count) {
        Optional<Instant> inFlight =
                opened.attempt().map(Journal.OpenAttempt::deadline).filter(clock.now()::isBefore);
        if (inFlight.isPresent()) {
            return Future.succeededFuture(
                    end(
                            opened,
                            Optional.empty(),
                            new Next.At(inFlight.get(), "in doubt: a call was not answered")));
        }
        if (hasNothingToDo(opened) || !opened.record().resource().equals(count.figure())) {
            return Future.succeededFuture(end(opened, Optional.empty(), new Next.Rest()));
        }
        Bucket bucket = Bucket.parse(opened.record().id());
        RecordRef owner = new RecordRef(count.owners(), bucket.owner());
        return patience.with(
                        () -> journal.pairs(opened.lease().tenant(), count.people(), Set.of(owner)))
                .compose(
                        pairs -> {
                            Refs.Pair pair = pairs.get(owner);
                            return pair == null
                                    ? Future.succeededFuture(waiting(opened, count, owner))
                                    : put(opened, count, bucket, pair.id(count.side().other()));
                        });
    }

    private static boolean hasNothingToDo(Opened opened) {
        return opened.pending().isEmpty()
                && !opened.touched()
                && opened.attempt().isEmpty()
                && opened.parked().stream().allMatch(item -> item.resolution().isEmpty());
    }

    private Settlement waiting(Opened opened, Count count, RecordRef owner) {
        return end(
                opened,
                Optional.empty(),
                waits.on(
                        opened,
                        LaneId.of(opened.lease().tenant(), count.people(), owner),
                        "The figure belongs to "
                                + owner
                                + ", which has no partner yet: it waits."));
    }

    private Future<Settlement> put(Opened opened, Count count, Bucket bucket, String owner) {
        long number = opened.members().orElse(0);
        UUID id = dice.id();
        Instant deadline = clock.now().plus(pace.call());
        Instant over = deadline.plus(Pace.APART);
        Attempt attempt =
                new Attempt(
                        id,
                        opened.lease(),
                        count.side().other(),
                        Operation.UPDATE,
                        Optional.of(new Bucket(owner, bucket.day(), bucket.kind()).id()),
                        Optional.empty(),
                        List.of(),
                        over,
                        Hash.of("put", Long.toString(number)),
                        Optional.empty());
        Runnable hold = tenure.hold();
        return patience.with(() -> journal.attempt(attempt))
                .compose(
                        _ -> {
                            hold.run();
                            Remote.Call call =
                                    new Remote.Call(
                                            opened.lease().tenant(), Optional.of(id), deadline);
                            return remote.put(call, count.figure(), owner, bucket, number);
                        })
                .map(_ -> taken(opened, id, bucket, number))
                .recover(failure -> notTaken(opened, count, id, over, failure));
    }

    private static Settlement taken(Opened opened, UUID attempt, Bucket bucket, long number) {
        String sentence =
                "The figure of " + bucket.day() + " for " + bucket.kind() + " is " + number + ".";
        List<Outcome> outcomes = new ArrayList<>();
        for (Pending change : opened.pending()) {
            outcomes.add(outcome(change.change(), OutcomeKind.APPLIED, "counted", sentence));
        }
        List<ClosedParked> unpark = new ArrayList<>();
        for (ParkedItem item : opened.parked()) {
            unpark.add(
                    new ClosedParked(
                            item.id(),
                            item.resolution().isPresent() ? "replayed" : "superseded",
                            sentence));
            for (UUID change : item.changes()) {
                outcomes.add(
                        new Outcome(
                                change,
                                OutcomeKind.APPLIED,
                                "mended",
                                sentence,
                                Optional.empty(),
                                Optional.of(OutcomeKind.DEAD),
                                Optional.empty()));
            }
        }
        return settlement(
                opened,
                Optional.of(new EndedAttempt(attempt, "answered")),
                outcomes,
                List.of(),
                unpark,
                new Next.Rest());
    }

    private Future<Settlement> notTaken(
            Opened opened, Count count, UUID attempt, Instant deadline, Throwable failure) {
        if (failure instanceof CrossingFailure.InDoubt) {
            return Future.succeededFuture(
                    end(
                            opened,
                            Optional.empty(),
                            new Next.At(deadline, "in doubt: a call was not answered")));
        }
        if (!(failure instanceof CrossingFailure known)) {
            return Future.failedFuture(failure);
        }
        EndedAttempt ended = new EndedAttempt(attempt, known.facts().sentence());
        return Future.succeededFuture(after(opened, count, Optional.of(ended), failure));
    }

    private Settlement after(
            Opened opened, Count count, Optional<EndedAttempt> attempt, Throwable failure) {
        boolean refused = failure instanceof BadRecord || failure instanceof CrossingFailure.Gone;
        Optional<Next> next =
                refused ? Optional.empty() : retry.after(opened, count.figure().system(), failure);
        return next.map(at -> end(opened, attempt, at))
                .orElseGet(() -> dead(opened, attempt, failure));
    }

    private Settlement dead(Opened opened, Optional<EndedAttempt> attempt, Throwable failure) {
        Facts facts =
                failure instanceof CrossingFailure known
                        ? known.facts()
                        : Facts.of("The gateway failed on this figure; see its log.");
        String sentence =
                failure instanceof BadRecord bad && !bad.fields().isEmpty()
                        ? bad.fields().getFirst().sentence()
                        : facts.sentence();
        List<UUID> changes = new ArrayList<>();
        List<ClosedParked> unpark = new ArrayList<>();
        for (ParkedItem item : opened.parked()) {
            changes.addAll(item.changes());
            unpark.add(
                    new ClosedParked(
                            item.id(),
                            "superseded",
                            "A newer item about the same took its place."));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Pending change : opened.pending()) {
            changes.add(change.change());
            outcomes.add(outcome(change.change(), OutcomeKind.DEAD, "refused", sentence));
        }
        NewParked item =
                new NewParked(
                        dice.id(),
                        ParkedKind.DEAD,
                        "refused",
                        sentence,
                        changes,
                        Optional.empty(),
                        failure instanceof BadRecord bad
                                ? bad.fields().stream()
                                        .findFirst()
                                        .map(named -> Merger.pointer(named.field()))
                                : Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Bytes.copyOf(
                                Long.toString(opened.members().orElse(0))
                                        .getBytes(StandardCharsets.UTF_8)),
                        facts.request(),
                        facts.response());
        return settlement(opened, attempt, outcomes, List.of(item), unpark, new Next.Rest());
    }

    private static Outcome outcome(UUID change, OutcomeKind kind, String reason, String sentence) {
        return new Outcome(
                change,
                kind,
                reason,
                sentence,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Nothing has its outcome yet.
    private static Settlement end(Opened opened, Optional<EndedAttempt> attempt, Next next) {
        return new Settlement(
                opened.lease(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                true,
                attempt,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                next);
    }

    private static Settlement settlement(
            Opened opened,
            Optional<EndedAttempt> attempt,
            List<Outcome> outcomes,
            List<NewParked> park,
            List<ClosedParked> unpark,
            Next next) {
        Map<Side, Long> done =
                opened.pending().isEmpty()
                        ? Map.of()
                        : Map.of(
                                opened.pending().getLast().side(),
                                opened.pending().getLast().sequence());
        return new Settlement(
                opened.lease(),
                done,
                Optional.empty(),
                Optional.empty(),
                true,
                attempt,
                outcomes,
                park,
                unpark,
                Optional.empty(),
                Set.of(),
                Set.of(),
                next);
    }
}
