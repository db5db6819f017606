package drawbridge.ops;

import drawbridge.crossing.engine.Pausing.PauseAnswer;
import drawbridge.crossing.engine.Pausing.Signed;
import drawbridge.crossing.engine.Pausing.Stop;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.opsapi.PauseResult;
import drawbridge.opsapi.PauseWish;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Pauses and resumes tenants, flows and directions for people.
final class PauseDesk {

    private final OpsApi.Parts parts;

    PauseDesk(OpsApi.Parts parts) {
        this.parts = parts;
    }

    Future<?> list(Asked asked) {
        return parts.reads().pauses(asked.scope());
    }

    Future<?> pause(Asked asked) {
        PauseWish wish = asked.body(PauseWish.class);
        return parts.journal()
                .pause(stop(asked, wish), signed(asked, wish))
                .map(answer -> result(asked, wish, true, answer));
    }

    Future<?> resume(Asked asked) {
        PauseWish wish = asked.body(PauseWish.class);
        return parts.journal()
                .resume(stop(asked, wish), signed(asked, wish))
                .map(answer -> result(asked, wish, false, answer));
    }

    private Stop stop(Asked asked, PauseWish wish) {
        String tenant = asked.tenant();
        Optional<String> flow = Optional.ofNullable(wish.flow());
        Set<String> known = parts.reads().flows(tenant);
        flow.filter(name -> !known.contains(name))
                .ifPresent(
                        name -> {
                            throw Refusal.badInput(
                                    "flow",
                                    tenant
                                            + " has no flow "
                                            + name
                                            + "; it has "
                                            + String.join(", ", new TreeSet<>(known))
                                            + ".");
                        });
        return new Stop(
                TenantId.named(tenant),
                flow.map(FlowName::new),
                Optional.ofNullable(wish.direction()).map(way -> Direction.valueOf(way.name())));
    }

    private static Signed signed(Asked asked, PauseWish wish) {
        return new Signed(
                asked.operator().name(),
                Optional.ofNullable(wish.reason()).orElse(""),
                asked.once());
    }

    private static PauseResult result(
            Asked asked, PauseWish wish, boolean paused, PauseAnswer answer) {
        boolean moved = answer == PauseAnswer.DONE;
        String what =
                Optional.ofNullable(wish.flow())
                                .map(flow -> "The flow " + flow)
                                .orElse("Every flow")
                        + " of "
                        + asked.tenant()
                        + (wish.direction() == null ? "" : " " + way(wish.direction()));
        String sentence =
                paused
                        ? what
                                + (moved ? " stands still: " : " was paused already: ")
                                + "changes come in and wait."
                        : what + (moved ? " goes on." : " was not paused by itself.");
        return new PauseResult(
                asked.tenant(), wish.flow(), wish.direction(), paused, moved, sentence);
    }

    private static String way(drawbridge.opsapi.Direction direction) {
        return switch (direction) {
            case TO_APP -> "towards the app";
            case TO_ACME -> "towards Acme";
        };
    }
}
