/// The story of a record: how it stands, and all that happened to it. Knows nothing of the other
/// features. Read `TimelineViewModel` first.
@NullMarked
@CheckReturnValue
package drawbridge.console.timeline;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
