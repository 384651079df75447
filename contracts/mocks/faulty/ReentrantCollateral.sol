// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title ReentrantCollateral
/// @notice A collateral with a hook: while it moves, it makes one call its tests have armed, and keeps the outcome.
contract ReentrantCollateral is ERC20 {
    struct Outcome {
        bool called;
        bool succeeded;
        bytes result;
    }

    address private _target;
    bytes private _data;
    Outcome private _outcome;

    constructor() ERC20("Reentrant USD", "RUSD") {}

    /// @notice Arms the next transfer.
    function arm(address target, bytes calldata data) external {
        _target = target;
        _data = data;
        delete _outcome;
    }

    /// @notice Returns what the armed call did.
    function outcome() external view returns (Outcome memory) {
        return _outcome;
    }

    /// @notice Mints `amount` {collateral} to `to`.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @inheritdoc ERC20
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function _update(address from, address to, uint256 amount) internal virtual override {
        super._update(from, to, amount);
        address target = _target;
        if (target == address(0)) return;
        _target = address(0);
        _outcome.called = true;
        (_outcome.succeeded, _outcome.result) = target.call(_data);
    }
}
