package drawbridge.sandbox.demo;

import drawbridge.sandbox.world.Faults;
import drawbridge.sandbox.world.Faults.Throttle;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// What befalls the gateway while people work: faults come and go, and once it is killed.
final class Story {

    private static final double SOME = 0.15;
    private static final Faults CROWDED = new Faults(false, 0, 0, 0, null, SOME, SOME);
    private static final Faults FORGETFUL = new Faults(false, 0, 0.05, 0.25, null, SOME, SOME);

    private static final Duration LOOK = Duration.ofMillis(200);

    /// So often is looked whether the outage was noticed.
    private static final int NOTICED = 20;

    private final Stage stage;
    private final RunRecord record;
    private final Bell bell;
    private final Cast cast;
    private final SandboxControl acme;
    private final SandboxControl app;
    private final Duration length;

    /// @param length of all that happens before the close
    Story(
            Stage stage,
            RunRecord record,
            Bell bell,
            Cast cast,
            SandboxControl acme,
            SandboxControl app,
            Duration length) {
        this.stage = stage;
        this.record = record;
        this.bell = bell;
        this.cast = cast;
        this.acme = acme;
        this.app = app;
        this.length = length;
    }

    /// Tells it. When the bell rings the rest is told in haste; the kill is never left out.
    void tell() throws IOException {
        phase(Phase.WARM_UP);
        both(CROWDED);
        phase(Phase.TRAFFIC);
        acme.faults(new Faults(true, 0, 0, 0, null, 0, 0));
        phase(Phase.OUTAGE);
        untilItIsNoticed();
        var throttle = new Throttle(12, length.toSeconds() > 20 ? 2 : 1);
        acme.faults(new Faults(false, 0, 0, 0, throttle, SOME, SOME));
        phase(Phase.THROTTLE);
        both(FORGETFUL);
        phase(Phase.LOST_ANSWERS);
        crash();
        heal();
        phase(Phase.CALM);
    }

    private void phase(Phase phase) throws IOException {
        var share = length.multipliedBy(phase.share).dividedBy(100);
        stage.enter(phase, share);
        record.phase(phase.word);
        bell.await(share);
    }

    /// A breaker opens after ten calls; in a short run few may have been made by now.
    private void untilItIsNoticed() {
        for (int i = 0;
                i < NOTICED && Numbers.of(stage.scene()).breakers().isEmpty() && !bell.hasRung();
                i++) {
            bell.await(LOOK);
        }
    }

    private void both(Faults faults) throws IOException {
        acme.faults(faults);
        app.faults(faults);
    }

    /// The gateway is killed while answers are being lost, stays dead for a while, and comes back.
    private void crash() throws IOException {
        var share = length.multipliedBy(Phase.CRASH.share).dividedBy(100);
        stage.enter(Phase.CRASH, share);
        record.phase(Phase.CRASH.word);
        bell.await(share.dividedBy(4));
        long pid = cast.killGateway();
        record.killed(pid);
        stage.seen(Optional.empty(), Optional.empty());
        stage.tell("kill -9 " + pid + ": the gateway is dead");
        bell.await(share.dividedBy(4));
        cast.startGateway();
        stage.tell("the gateway is back on the same ports");
        bell.await(share.dividedBy(2));
    }

    /// Takes every fault away.
    void heal() throws IOException {
        both(Faults.NONE);
    }
}
