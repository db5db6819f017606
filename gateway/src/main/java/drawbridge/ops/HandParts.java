package drawbridge.ops;

import drawbridge.crossing.engine.Foreseen;
import drawbridge.crossing.engine.Preview;
import drawbridge.intake.Rereading;

import io.vertx.core.Future;

/// What people's acts need from the rest of the gateway.
public record HandParts(
        Jobs jobs,
        Foresight foresight,
        Rereading rereading,
        Audits audits,
        Backfills backfills,
        Replays replays) {

    /// Tells what would come of a decision.
    public interface Foresight {

        Future<Foreseen> of(Preview.Wish wish);
    }
}
