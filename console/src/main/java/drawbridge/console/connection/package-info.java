/// The first screen: address and token in, a tested connection out. It keeps no token beyond the
/// memory of this process and shows none. Read `ConnectionViewModel` first.
@CheckReturnValue
@NullMarked
package drawbridge.console.connection;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
