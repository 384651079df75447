// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title MockRawFeed
/// @notice A feed that answers each of its functions with bytes set beforehand, whether or not they make sense, or burns
/// all gas. `decimals` is answered properly, so that an oracle can be created on it.
contract MockRawFeed {
    uint8 public immutable decimals;

    mapping(bytes4 selector => bytes) private _responses;
    mapping(bytes4 selector => bool) private _burning;

    constructor(uint8 decimals_) {
        decimals = decimals_;
    }

    function setResponse(bytes4 selector, bytes calldata response) external {
        _responses[selector] = response;
    }

    function setBurning(bytes4 selector, bool burning) external {
        _burning[selector] = burning;
    }

    // solhint-disable-next-line no-complex-fallback
    fallback(bytes calldata) external returns (bytes memory) {
        if (_burning[msg.sig]) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        return _responses[msg.sig];
    }
}
