// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title GasMeter
/// @notice Measures what a view uses. An estimate cannot do so where less gas makes it do less.
contract GasMeter {
    /// @notice Calls `target` with a gas limit, and reverts as it does.
    function measure(
        address target,
        bytes calldata data,
        uint256 gasLimit
    ) external view returns (uint256 used, bytes memory answer) {
        uint256 start = gasleft();
        bool ok;
        (ok, answer) = target.staticcall{gas: gasLimit}(data);
        used = start - gasleft();
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
    }
}
