/// The laws that every flow keeps, tried with values from small to large until one does not hold.
/// Pure: neither files nor chance, so that the same mapping fails by the same value each time. Read
/// [drawbridge.mapping.law.FlowLaws] first.
@NullMarked
@CheckReturnValue
package drawbridge.mapping.law;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
