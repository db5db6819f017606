package drawbridge.ops;

import drawbridge.crossing.engine.Deciding;
import drawbridge.opsapi.Act;
import drawbridge.opsapi.ActionResult;
import drawbridge.opsapi.ActionState;
import drawbridge.opsapi.News;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.Resolve;
import drawbridge.opsapi.Side;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.Optional;
import java.util.UUID;

/// Shows what is parked, and passes on what people decide about one item.
final class ParkedDesk {

    private final OpsApi.Parts parts;
    private final Hands hands;
    private final EditDesk edits;
    private final Feed feed;

    ParkedDesk(OpsApi.Parts parts, Hands hands, EditDesk edits, Feed feed) {
        this.parts = parts;
        this.hands = hands;
        this.edits = edits;
        this.feed = feed;
    }

    Future<?> list(Asked asked) {
        return parts.reads()
                .parked(
                        new OpsReads.ParkedQuery(
                                asked.scope(),
                                asked.word("kind", ParkedKind.values(), ParkedKind::word),
                                asked.query("flow"),
                                asked.word("state", ParkedState.values(), ParkedState::word),
                                asked.query("cursor"),
                                asked.limit()))
                .map(
                        page ->
                                new drawbridge.opsapi.Page<>(
                                        page.items().stream()
                                                .map(
                                                        item ->
                                                                Masked.forRole(
                                                                        item,
                                                                        asked.operator().role()))
                                                .toList(),
                                        page.next()));
    }

    Future<?> detail(Asked asked) {
        return parts.reads()
                .parkedItem(asked.tenant(), asked.path("id"))
                .map(found -> found.orElseThrow(() -> noSuchItem(asked)));
    }

    Future<?> resolve(Asked asked) {
        Resolve wish = asked.body(Resolve.class);
        return act(
                asked,
                wish.keep() == Side.ACME ? ParkedAction.KEEP_ACME : ParkedAction.KEEP_APP,
                wish.keep() == Side.ACME ? Deciding.Verb.KEEP_ACME : Deciding.Verb.KEEP_APP,
                wish.version(),
                Optional.ofNullable(wish.reason()));
    }

    Future<?> act(Asked asked, ParkedAction action, Deciding.Verb verb) {
        Act wish = asked.body(Act.class);
        return act(asked, action, verb, wish.version(), Optional.ofNullable(wish.reason()));
    }

    private Future<?> act(
            Asked asked,
            ParkedAction action,
            Deciding.Verb verb,
            long version,
            Optional<String> reason) {
        String tenant = asked.tenant();
        String id = asked.path("id");
        UUID parked = asked.id("id");
        UUID once = asked.once();
        return hands.act(
                        tenant,
                        new Deciding.Act(
                                TenantId.named(tenant),
                                parked,
                                verb,
                                version,
                                asked.operator().name(),
                                reason.orElse(""),
                                once))
                .map(done -> told(asked, id, action, done));
    }

    Future<?> edit(Asked asked) {
        return edits.edit(asked)
                .map(done -> told(asked, asked.path("id"), ParkedAction.EDIT, done));
    }

    private ActionResult told(Asked asked, String id, ParkedAction action, Hands.Done done) {
        String tenant = asked.tenant();
        return switch (done.answer()) {
            case ACCEPTED ->
                    told(
                            tenant,
                            id,
                            action,
                            ActionState.ACCEPTED,
                            "Accepted: the gateway carries it out now.");
            case DONE -> told(tenant, id, action, ActionState.DONE, "Done.");
            case REFUSED ->
                    told(
                            tenant,
                            id,
                            action,
                            ActionState.REFUSED,
                            done.why().orElse("This item does not allow it."));
            case STALE ->
                    throw Refusal.stale(
                            "The item changed since you looked: load it again and decide anew.");
            case UNKNOWN -> throw noSuchItem(asked);
        };
    }

    private ActionResult told(
            String tenant, String id, ParkedAction action, ActionState state, String sentence) {
        ActionResult result = new ActionResult(tenant, id, action, state, sentence);
        feed.tell(new News.ActionMoved(result));
        return result;
    }

    private static Refusal noSuchItem(Asked asked) {
        return Refusal.notFound(
                "No parked item of this tenant has the id " + asked.path("id") + ".");
    }
}
