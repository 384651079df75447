// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle, PriceSearch, SearchOutcome} from "../../interfaces/IPriceOracle.sol";

/// @title FaultyOracle
/// @notice An oracle that answers properly until told to burn all gas it is given, or to revert with given bytes.
contract FaultyOracle is IPriceOracle {
    enum Fault {
        None,
        Burn,
        Revert
    }

    /// @inheritdoc IPriceOracle
    uint256 public immutable maxAge = 1 days;
    /// @inheritdoc IPriceOracle
    uint256 public immutable deviationThreshold = 0;

    uint256 private _price;
    Fault private _fault;
    bytes private _reason;
    uint256 private _padding;

    constructor(uint256 price_) {
        _price = price_;
    }

    /// @notice Sets the price {usd/base}, WAD.
    function setPrice(uint256 price_) external {
        _price = price_;
    }

    /// @notice Sets what `price()` does from now on.
    /// @param reason What it reverts with.
    /// @param padding {bytes} Zeros after it.
    function setFault(Fault fault, bytes calldata reason, uint256 padding) external {
        (_fault, _reason, _padding) = (fault, reason, padding);
    }

    /// @inheritdoc IPriceOracle
    function price() external view returns (uint256, uint256) {
        if (_fault == Fault.Burn) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (_fault == Fault.Revert) {
            bytes memory data = bytes.concat(_reason, new bytes(_padding));
            assembly ("memory-safe") {
                revert(add(data, 0x20), mload(data))
            }
        }
        return (_price, block.timestamp);
    }

    /// @inheritdoc IPriceOracle
    function priceAt(uint256 time, uint256, uint256) external view returns (PriceSearch memory) {
        return PriceSearch(SearchOutcome.Found, _price, time, 0);
    }
}
