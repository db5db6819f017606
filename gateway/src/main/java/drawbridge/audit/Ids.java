package drawbridge.audit;

import java.util.Arrays;
import java.util.UUID;

/// A set of ids that are hashes, eight bytes each: a million of them fit into a few megabytes. Two
/// ids that agree in these bytes are taken for one, which happens once in some ten million sets of
/// a million.
final class Ids {

    private long[] all = new long[256];
    private int size;
    private boolean sorted = true;

    void add(UUID id) {
        if (size == all.length) {
            all = Arrays.copyOf(all, size * 2);
        }
        all[size++] = id.getLeastSignificantBits();
        sorted = false;
    }

    boolean has(UUID id) {
        sort();
        return Arrays.binarySearch(all, 0, size, id.getLeastSignificantBits()) >= 0;
    }

    int size() {
        sort();
        return size;
    }

    private void sort() {
        if (sorted) {
            return;
        }
        Arrays.sort(all, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || all[i] != all[i - 1]) {
                all[kept++] = all[i];
            }
        }
        size = kept;
        sorted = true;
    }
}
