package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Once;
import drawbridge.intake.Pushers.Pusher;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One record at a time: `PUT` says what it is now, `DELETE` that it is gone.
final class Pushes {

    private final Pushers pushers;
    private final BodyReader bodies;
    private final PushTaking taking;
    private final Dice dice;

    Pushes(Pushers pushers, BodyReader bodies, PushTaking taking, Dice dice) {
        this.pushers = pushers;
        this.bodies = bodies;
        this.taking = taking;
        this.dice = dice;
    }

    Future<Answer> put(RoutingContext context) {
        return push(context, false);
    }

    Future<Answer> delete(RoutingContext context) {
        return push(context, true);
    }

    private Future<Answer> push(RoutingContext context, boolean delete) {
        return bodies.read(context)
                .compose(
                        body -> {
                            Pusher pusher = pushers.of(context);
                            ResourceSpec spec = pusher.resource(context.pathParam("resource"));
                            String id = context.pathParam("id");
                            Optional<Once> once =
                                    PushKey.of(
                                            context,
                                            spec.name().system(),
                                            (delete ? "delete " : "put ") + spec.name() + " " + id,
                                            delete ? new byte[0] : body);
                            Optional<IfMatch> ifMatch =
                                    Headers.of(context, "If-Match")
                                            .map(header -> IfMatch.header(spec, header));
                            Reception reception =
                                    new Reception(
                                            pusher.mappings(),
                                            pusher.tenant(),
                                            dice,
                                            Headers.trace(context));
                            return bodies.away(
                                            body.length,
                                            () ->
                                                    delete
                                                            ? gone(reception, spec, id)
                                                            : now(
                                                                    reception, pusher, spec, id,
                                                                    body))
                                    .compose(change -> taking.take(pusher, change, ifMatch, once))
                                    .map(receipt -> answer(pusher, receipt));
                        });
    }

    private static Incoming now(
            Reception reception, Pusher pusher, ResourceSpec spec, String id, byte[] body) {
        Value.Obj state = PushContent.read(pusher.tenant(), spec, id, body);
        return reception.change(spec, id, state, Bytes.copyOf(body), false, true);
    }

    /// A record that is gone says nothing else.
    static Incoming gone(Reception reception, ResourceSpec spec, String id) {
        return reception.change(spec, id, Value.Obj.EMPTY, Bytes.NONE, true, false);
    }

    /// Word for word the same whenever the request comes again under its key.
    private static Answer answer(Pusher pusher, Receipt receipt) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("change", Value.of(receipt.change().toString()));
        members.put("status", Value.of("accepted"));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Location", path(pusher, receipt));
        if (receipt.duplicate()) {
            headers.put("Idempotency-Replayed", "true");
        }
        return Answer.json(202, new Value.Obj(members), headers);
    }

    private static String path(Pusher pusher, Receipt receipt) {
        return "/v1/tenants/" + pusher.tenant().name() + "/changes/" + receipt.change();
    }
}
