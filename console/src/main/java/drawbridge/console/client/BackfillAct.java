package drawbridge.console.client;

import drawbridge.opsapi.OpsPaths;

/// What is done to a backfill that has not ended.
public enum BackfillAct {
    PAUSE(OpsPaths.BACKFILL_PAUSE),
    RESUME(OpsPaths.BACKFILL_RESUME),
    CANCEL(OpsPaths.BACKFILL_CANCEL);

    private final String path;

    BackfillAct(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }
}
