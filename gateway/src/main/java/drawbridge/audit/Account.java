package drawbridge.audit;

import io.vertx.core.Future;

/// What has been found so far in a flow, and written down.
final class Account {

    private final Task task;
    private final Ports ports;
    private final Steps steps;
    private Counts counts = Counts.NONE;
    private int told;

    Account(Task task, Ports ports, Steps steps) {
        this.task = task;
        this.ports = ports;
        this.steps = steps;
    }

    Counts counts() {
        return counts;
    }

    void read(int rows) {
        counts = counts.readMore(rows);
    }

    void count(Kind kind, int pairs) {
        counts = counts.plus(kind, pairs);
    }

    void repaired() {
        counts = counts.repairedOne();
    }

    /// Tells how far it has come. Fails with [Stopped] where it is to go no further.
    Future<Void> save() {
        return ports.book()
                .at(task.run(), task.epoch(), task.name(), counts)
                .compose(on -> on ? Future.succeededFuture() : Future.failedFuture(new Stopped()));
    }

    /// Keeps the first ones one by one; of the others the number is known.
    Future<Void> tell(Finding finding) {
        return told < steps.shown()
                ? ports.book().found(task.run(), task.epoch(), task.name(), ++told, finding)
                : Future.succeededFuture();
    }
}
