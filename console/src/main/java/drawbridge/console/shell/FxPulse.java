package drawbridge.console.shell;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;

import java.time.Duration;

/// The pulse of the running application.
public final class FxPulse implements Pulse {

    @Override
    public Subscription every(Duration period, Runnable work) {
        return start(period, work, Animation.INDEFINITE);
    }

    @Override
    public Subscription after(Duration delay, Runnable work) {
        return start(delay, work, 1);
    }

    private static Subscription start(Duration period, Runnable work, int times) {
        var step = javafx.util.Duration.millis((double) period.toMillis());
        var timeline = new Timeline(new KeyFrame(step, _ -> work.run()));
        timeline.setCycleCount(times);
        timeline.play();
        return timeline::stop;
    }
}
