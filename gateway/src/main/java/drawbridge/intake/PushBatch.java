package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Once;
import drawbridge.intake.BatchContent.Item;
import drawbridge.intake.Pushers.Pusher;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Many records in one request. Each is taken or refused by itself, as if it had come alone, and
/// the answer has a result for each, in order. Only when the journal does not answer is nothing
/// said of any: the whole request is to be sent again.
final class PushBatch {

    /// So many are stored side by side.
    private static final int SLICE = 64;

    private static final int TAKEN = 202;

    private final Pushers pushers;
    private final BodyReader bodies;
    private final PushTaking taking;
    private final IntakeMeters meters;
    private final Dice dice;

    PushBatch(
            Pushers pushers, BodyReader bodies, PushTaking taking, IntakeMeters meters, Dice dice) {
        this.pushers = pushers;
        this.bodies = bodies;
        this.taking = taking;
        this.meters = meters;
        this.dice = dice;
    }

    /// What became of one item.
    private record Result(Optional<String> id, Optional<Receipt> receipt, Optional<Refusal> not) {

        static Result of(Item item, Receipt receipt) {
            return new Result(item.id(), Optional.of(receipt), Optional.empty());
        }

        static Result of(Item item, Refusal refusal) {
            return new Result(item.id(), Optional.empty(), Optional.of(refusal));
        }

        Value document() {
            Map<String, Value> members = new LinkedHashMap<>();
            members.put("status", Value.of(not.map(Refusal::status).orElse(TAKEN)));
            id.ifPresent(known -> members.put("id", Value.of(known)));
            receipt.ifPresent(taken -> members.put("change", Value.of(taken.change().toString())));
            not.ifPresent(refusal -> members.put("problem", refusal.problem()));
            return new Value.Obj(members);
        }
    }

    Future<Answer> post(RoutingContext context) {
        return bodies.read(context)
                .compose(
                        body -> {
                            Pusher pusher = pushers.of(context);
                            ResourceSpec spec = pusher.resource(context.pathParam("resource"));
                            Optional<Once> once =
                                    PushKey.of(
                                            context,
                                            spec.name().system(),
                                            "batch " + spec.name(),
                                            body);
                            Reception reception =
                                    new Reception(
                                            pusher.mappings(),
                                            pusher.tenant(),
                                            dice,
                                            Headers.trace(context));
                            BatchContent content =
                                    new BatchContent(pusher.tenant(), spec, reception);
                            return bodies.away(body.length, () -> content.read(body))
                                    .compose(items -> store(pusher, items, once));
                        });
    }

    private Future<Answer> store(Pusher pusher, List<Item> items, Optional<Once> once) {
        return taking.takeKey(pusher, once)
                .compose(_ -> from(0, pusher, items, once, new ArrayList<>()))
                .map(this::answer);
    }

    private Future<List<Result>> from(
            int start, Pusher pusher, List<Item> items, Optional<Once> once, List<Result> so) {
        if (start >= items.size()) {
            return Future.succeededFuture(so);
        }
        int end = Math.min(items.size(), start + SLICE);
        List<Future<Result>> slice = new ArrayList<>();
        for (int no = start; no < end; no++) {
            int number = no;
            slice.add(take(pusher, items.get(no), once.map(key -> key.part(number))));
        }
        return Future.join(slice)
                .compose(
                        done -> {
                            so.addAll(done.list());
                            return from(end, pusher, items, once, so);
                        });
    }

    /// Fails only where nothing can be said of the item.
    private Future<Result> take(Pusher pusher, Item item, Optional<Once> once) {
        return switch (item) {
            case Item.Bad(var _, Refusal refusal) ->
                    Future.succeededFuture(Result.of(item, refusal));
            case Item.Good good ->
                    taking.take(pusher, good.change(), good.ifMatch(), once)
                            .map(receipt -> Result.of(item, receipt))
                            .recover(
                                    failure ->
                                            failure instanceof Refusal refusal
                                                            && refusal.status() < 500
                                                    ? Future.succeededFuture(
                                                            Result.of(item, refusal))
                                                    : Future.failedFuture(failure));
        };
    }

    private Answer answer(List<Result> results) {
        results.forEach(
                result -> result.not().ifPresent(refusal -> meters.refused(refusal.reason())));
        long refused = results.stream().filter(result -> result.not().isPresent()).count();
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("accepted", Value.of(results.size() - refused));
        members.put("refused", Value.of(refused));
        members.put("results", new Value.Arr(results.stream().map(Result::document).toList()));
        boolean again =
                results.stream().flatMap(result -> result.receipt().stream()).count() > 0
                        && results.stream()
                                .flatMap(result -> result.receipt().stream())
                                .allMatch(Receipt::duplicate);
        return Answer.json(
                207,
                new Value.Obj(members),
                again ? Map.of("Idempotency-Replayed", "true") : Map.of());
    }
}
