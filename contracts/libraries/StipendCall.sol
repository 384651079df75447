// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title StipendCall
/// @notice Static calls of a contract that may fail in every way: it may have no code, burn its gas, or return too little
/// or too much. With a stipend the contract always gets exactly that much gas, so neither its answer nor its failure depends
/// on the gas limit of the transaction.
library StipendCall {
    /// @notice Thrown when too little gas is left to give a call its whole stipend.
    /// @param available {gas} What was left.
    /// @param required {gas} What must be left.
    error StipendCall_InsufficientGas(uint256 available, uint256 required);

    /// @dev {gas} Spent between the check and the callee's first instruction: 2,600 for a cold account, and some room.
    uint256 private constant OVERHEAD = 5_000;

    /// @dev Calls like {tryCall}, with exactly `stipend` {gas}; reverts with InsufficientGas if that much cannot be given.
    function tryCallWithStipend(
        address target,
        uint256 stipend,
        bytes4 selector,
        uint256 argument,
        uint256 output,
        uint256 words
    ) internal view returns (bool answered) {
        // A call can pass on 63/64 of the gas left (EIP-150), and is silently given less if it asks for more.
        uint256 required = stipend + stipend / 63 + 1 + OVERHEAD;
        uint256 available = gasleft();
        if (available < required) revert StipendCall_InsufficientGas(available, required);
        return tryCall(target, stipend, selector, argument, output, words);
    }

    /// @dev Calls with at most `gasLimit` {gas} and copies `words` words to memory at `output`, never more. The argument is
    /// passed always: a function without parameters ignores it.
    /// @return answered Whether the call succeeded and returned at least so many words; if not, the memory is undefined.
    function tryCall(
        address target,
        uint256 gasLimit,
        bytes4 selector,
        uint256 argument,
        uint256 output,
        uint256 words
    ) internal view returns (bool answered) {
        assembly ("memory-safe") {
            // Selector and argument fit the scratch space: 36 bytes of 64.
            mstore(0x00, selector)
            mstore(0x04, argument)
            let size := mul(words, 0x20)
            answered := staticcall(gasLimit, target, 0x00, 0x24, output, size)
            answered := and(answered, iszero(lt(returndatasize(), size)))
        }
    }
}
